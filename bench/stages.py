"""Where the time of a question goes, stage by stage, in milliseconds of processor time.

    python bench/stages.py [--home HOME] [--questions 600]

One thread, warm, nothing of HTTP: what `bench/load.py` measures beyond this is the service around it and two threads in
each other's way. The questions are the varied ones of `bench/load.py`. A stage's time is its own, without the stages
that it calls; a stage that is slower than it is alone finds the caches of the processor full of what ran before it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from load import Words, home_given

ROOT = Path(__file__).parents[1]
WARM, TEXTS = 400, 200  # questions asked before, clauses whose words are used
_STAGES = (  # module, what in it, what it is called here
    ("search.encoder", "LightEncoder.queries", "first encoder"),
    ("search.encoder", "LightEncoder.passages", "first encoder"),
    ("search.sentence_encoder", "SentenceEncoder.encode", "second encoder"),
    ("search.engine", "understand", "understanding"),
    ("search.engine", "subject_of", "words of the subject"),
    ("search.retrieve", "Retriever.rank", "ranking"),
    ("search.desk", "reordered", "order of the best"),
    ("search.retrieve", "Retriever.relevant", "on the matter or not"),
    ("search.retrieve", "Retriever.goals", "figures asked for"),
    ("search.retrieve", "Retriever.evidence", "evidence"),
)


class Clock:
    """Processor time by stage, each without what it calls."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self.calls: Counter[str] = Counter()
        self._stack = ["the rest"]
        self._since = time.process_time()

    def turn(self) -> None:
        """Books the time since the last turn to the stage that is under way."""
        now = time.process_time()
        self.spent[self._stack[-1]] += now - self._since
        self._since = now

    def watched(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        """The function, its time booked under a name."""

        def watching(*given: Any, **named: Any) -> Any:
            self.turn()
            self._stack.append(name)
            self.calls[name] += 1
            try:
                return function(*given, **named)
            finally:
                self.turn()
                self._stack.pop()

        return watching


def watch(clock: Clock) -> None:
    """Puts the clock around all stages."""
    for module, path, name in _STAGES:
        owner: Any = __import__(module, fromlist=["_"])
        *above, last = path.split(".")
        for part in above:
            owner = getattr(owner, part)
        setattr(owner, last, clock.watched(getattr(owner, last), name))


def run(home: Path, number: int) -> None:
    """Asks and prints."""
    from api.opening import open_encoder
    from kg.embedded import EmbeddedStore
    from search.engine import open_engine

    clock = Clock()
    watch(clock)
    engine = open_engine(home, EmbeddedStore.open(home), open_encoder(home))
    known = engine.generation().knowledge
    texts = [piece.text for piece in known.pieces.values()][:TEXTS]
    words = Words(texts, [known.gazetteer.place(code).name for code in sorted(known.places)], seed=1)
    for _ in range(WARM):
        engine.ask(words.question())
    questions = [words.question() for _ in range(number)]
    clock.turn()
    clock.spent.clear()
    clock.calls.clear()
    for question in questions:
        engine.ask(question)
    clock.turn()
    whole = sum(clock.spent.values())
    print(f"{len(known.pieces)} clauses, {number} questions, {1000 * whole / number:.2f} ms each")
    for name, spent in sorted(clock.spent.items(), key=lambda stage: -stage[1]):
        calls = f"{clock.calls[name] / number:.2f} times" if clock.calls[name] else ""
        print(f"  {name:22} {1000 * spent / number:6.3f} ms {100 * spent / whole:5.1f} %  {calls}")


def main() -> None:
    """Prints the figures; builds the bundled documents where no home is given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--questions", type=int, default=600)
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with home_given(arguments.home) as home:
        run(home, arguments.questions)


if __name__ == "__main__":
    main()
