"""The commands of `policykg`, one module each (see api.cli)."""
