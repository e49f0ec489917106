"""What routes are given (依赖): the state of the app they run in."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.state import Holdings, State


def _state(request: Request) -> State:
    state: State = request.app.state.service
    return state


def _holdings(request: Request) -> Holdings:
    return _state(request).holdings


Service = Annotated[State, Depends(_state)]
Now = Annotated[Holdings, Depends(_holdings)]
