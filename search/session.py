"""Opens an ONNX network for running; the one file that knows ONNX Runtime."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kg.errors import EncoderFault

if TYPE_CHECKING:
    import onnxruntime

_ERRORS_ONLY = 3


def open_session(model: bytes) -> onnxruntime.InferenceSession:
    """A session of one thread: texts run beside each other, each on a thread of its caller's.

    Raises EncoderFault where this machine's runtime cannot run the network.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read when it is loaded: it would tell its maker of every start
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # every text has a length of its own
    options.log_severity_level = _ERRORS_ONLY
    try:
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its exceptions share no root of their own
        raise EncoderFault(f"the network cannot be run by onnxruntime {onnxruntime.__version__}: {error}") from error
    session._model_bytes = b""  # kept for a change of providers, which does not come: as much memory again
    return session
