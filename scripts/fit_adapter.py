"""Fits what changes in the bundled encoder (search/adapter.py) to the made-up lessons in scripts/lessons.

    python scripts/fit_adapter.py                # writes search/vocabulary/adapter.npz
    python scripts/fit_adapter.py --without 6    # every sixth plan is left out and judged; writes nothing

Needs the strong encoder's packages (`make strong`). All plans of a step are read whole; a question's clauses are told
from those of its own plan and of the others by cosine: lowered is the negative logarithm of the share that the
answering clauses take (softmax; Oord et al. 2018, "Representation Learning with Contrastive Predictive Coding",
equation 4) and of each clause's own odds (logistic), with AdamW. Clauses that only touch the question are left out.
A question is read whole, with a place before it, or without the words that only ask, drawn anew each round.
A quarter of an hour on one core.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from fit_matching import answers_of, digest, plans
from numpy.typing import NDArray
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from kg.places import gazetteer
from search.adapter import ADAPTER, packed
from search.bodies import Bodies
from search.checkpoint import checkpoint
from search.names import Places
from search.understand import Names, understand
from search.weights import MODEL

RANK, ROUNDS, PLANS, RATE, SEED = 8, 4, 2, 6e-4, 0
TWICE = 2.0  # what a change counts while it is fitted
SAID, PLACED = 0.35, 0.6  # share of the questions read without the words that only ask; up to that, with a place
OWN = 3.0  # what a clause's own odds count beside the choice
CLAUSE, QUESTION = 160, 48  # pieces that are read
_PARTS = {
    "attention.self.query": "q", "attention.self.key": "k", "attention.self.value": "v",
    "attention.output.dense": "ao", "intermediate.dense": "fi", "output.dense": "fo",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """The clauses of a plan as they are read, and its questions with what each clause is to it: 1, 0, -1 (touched)."""

    clauses: list[str]
    questions: list[tuple[str, str, list[int]]]  # whole, and without the words that only ask


class Changed(torch.nn.Module):
    """A linear layer with a change of low rank beside it."""

    def __init__(self, layer: torch.nn.Linear) -> None:
        super().__init__()
        self.layer = layer
        self.down = torch.nn.Parameter(torch.randn(RANK, layer.in_features) / math.sqrt(layer.in_features))
        self.up = torch.nn.Parameter(torch.zeros(layer.out_features, RANK))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        change = functional.linear(functional.linear(x, self.down), self.up)
        return torch.as_tensor(self.layer(x) + change * TWICE)


class Network:
    """The bundled network with changes of low rank, a scale and a middle for the odds of a cosine."""

    def __init__(self, cache: Path) -> None:
        folder = checkpoint(cache, None)
        self._cutter: Any = AutoTokenizer.from_pretrained(folder)
        self.model: Any = AutoModel.from_pretrained(folder)
        for parameter in self.model.parameters():
            parameter.requires_grad = False
        self.changed = dict(self._change())
        self.scale = torch.nn.Parameter(torch.tensor(3.5))
        self.middle = torch.nn.Parameter(torch.tensor(0.85))

    def _change(self) -> Iterator[tuple[str, Changed]]:
        for number, layer in enumerate(self.model.encoder.layer):
            for path, name in _PARTS.items():
                *above, last = path.split(".")
                holder = layer.get_submodule(".".join(above))
                changed = Changed(getattr(holder, last))
                setattr(holder, last, changed)
                yield f"l{number}.{name}", changed

    def vectors(self, texts: Sequence[str], longest: int) -> torch.Tensor:
        """Unit vectors, (texts, 384)."""
        cut = self._cutter(list(texts), padding=True, truncation=True, max_length=longest, return_tensors="pt")
        with torch.autocast("cpu", dtype=torch.bfloat16):
            seen = self.model(**cut).last_hidden_state
        mask = cut["attention_mask"][..., None].float()
        return functional.normalize((seen.float() * mask).sum(1) / mask.sum(1), dim=-1)

    def loss(self, some: Sequence[Plan], draw: random.Random, places: Sequence[str]) -> torch.Tensor:
        """What is lowered, the mean of all questions of some plans."""
        clauses = torch.cat([self.vectors(plan.clauses, CLAUSE) for plan in some])
        texts = [_worded(whole, said, draw, places) for plan in some for whole, said, _ in plan.questions]
        asked = self.vectors(texts, QUESTION)
        odds = (asked @ clauses.T - self.middle) * self.scale.exp()
        whole, row, at = torch.tensor(0.0), 0, 0
        for plan in some:
            for _, _, answers in plan.questions:
                right = torch.zeros(len(clauses))
                right[at : at + len(answers)] = torch.tensor(answers, dtype=torch.float)
                told = odds[row][right >= 0]
                wanted = right[right >= 0]
                whole = whole + OWN * functional.binary_cross_entropy_with_logits(told, wanted)
                if wanted.any():
                    whole = whole + torch.logsumexp(told, 0) - torch.logsumexp(told[wanted > 0], 0)
                row += 1
            at += len(plan.clauses)
        return whole / row

    def odds(self) -> NDArray[np.float32]:
        """What a cosine counts as log-odds: scale · (cosine - middle), as (scale, middle)."""
        return np.array([self.scale.exp().item(), self.middle.item()], np.float32)

    def judged(self, some: Sequence[Plan]) -> tuple[float, float]:
        """The share of answered questions whose best clause is right; how often (AUC) such a best one is closer than
        the best clause for a question that none answers."""
        right, best, none = [], [], []
        with torch.no_grad():
            for plan in some:
                clauses = self.vectors(plan.clauses, 2 * CLAUSE)
                for whole, _, answers in plan.questions:
                    close = (clauses @ self.vectors([f"query: {whole}"], QUESTION)[0]).numpy()
                    if 1 in answers:
                        right.append(answers[int(close.argmax())] > 0)
                        best.append(close.max())
                    else:
                        none.append(close.max())
        return float(np.mean(right)), float((np.array(best)[:, None] > np.array(none)[None]).mean())


def _worded(whole: str, said: str, draw: random.Random, places: Sequence[str]) -> str:
    """A question as it is read this time."""
    kind = draw.random()
    text = said if kind < SAID else draw.choice(places) + whole if kind < PLACED and not whole.isascii() else whole
    return f"query: {text}"


def lessons() -> list[Plan]:
    """All lessons."""
    known, found = Names(Places(gazetteer(), []), Bodies([], gazetteer())), []
    for plan in plans():
        questions = []
        for asked in plan["questions"]:
            question = understand(asked["q"], known)
            questions.append((asked["q"], question.subject or question.text, answers_of(plan, asked)))
        found.append(Plan([f"passage: {c['heading']} {c['text']}" for c in plan["clauses"]], questions))
    return found


def fit(network: Network, some: Sequence[Plan]) -> None:
    """Fits the changes to some plans; prints each round."""
    draw, order = random.Random(SEED), list(some)
    places = sorted({place.name for place in gazetteer()})
    changes = [p for changed in network.changed.values() for p in (changed.down, changed.up)]
    rates: list[dict[str, Any]] = [{"params": changes}, {"params": [network.scale, network.middle], "lr": 3e-3}]
    steps, step = ROUNDS * math.ceil(len(order) / PLANS), 0
    optimizer = torch.optim.AdamW(rates, lr=RATE, weight_decay=0.01)
    for number in range(ROUNDS):
        draw.shuffle(order)
        losses = []
        for at in range(0, len(order), PLANS):
            optimizer.param_groups[0]["lr"] = RATE * min(1.0, (step + 1) / 10) * (1 - step / steps)
            loss = network.loss(order[at : at + PLANS], draw, places)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(changes, 1.0)
            optimizer.step()
            losses.append(loss.item())
            step += 1
        print(f"round {number + 1} of {ROUNDS}: loss {np.mean(losses):.3f}", flush=True)


def write(network: Network, path: Path) -> None:
    """Writes the changes and what they were fitted to."""
    arrays: dict[str, Any] = {"lessons": np.array(digest()), "odds": network.odds()}
    for name, changed in network.changed.items():
        for side, values in (("up", changed.up * TWICE), ("down", changed.down)):
            integers, scales = packed(values.detach().numpy().astype(np.float32))
            arrays |= {f"{name}.{side}": integers, f"{name}.{side}.scale": scales}
    marks = hashlib.sha256(b"".join(arrays[key].tobytes() for key in sorted(arrays))).hexdigest()[:8]
    np.savez_compressed(path, name=np.array(f"{MODEL}-policy-{marks}"), **arrays)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without", type=int, metavar="N", help="leave out every Nth plan and judge it")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(SEED)
    found = lessons()
    with tempfile.TemporaryDirectory() as cache:
        network = Network(Path(cache))
    kept = found[:: arguments.without] if arguments.without else []
    if kept:
        print("bundled: best clause right {:.3f}, answered above unanswered {:.3f}".format(*network.judged(kept)))
    fit(network, [plan for plan in found if plan not in kept])
    if kept:
        print("adapted: best clause right {:.3f}, answered above unanswered {:.3f}".format(*network.judged(kept)))
        return
    write(network, ADAPTER)
    print(f"{ADAPTER}: {ADAPTER.stat().st_size} bytes")


if __name__ == "__main__":
    main()
