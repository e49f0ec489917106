"""`policykg key`: makes, lists and revokes the API keys that allow adding and removing documents."""

from __future__ import annotations

import argparse
import sys

from api.options import Subparsers, add_command, add_home, add_json, home_of, print_json, say


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = add_command(
        subparsers,
        "key",
        "管理接口密钥：create 新建、list 列出、revoke 撤销；没有密钥时服务只读",
        "make, list and revoke API keys; without one the service is read-only",
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    create = actions.add_parser("create", help="新建，只显示这一次 / make a key, shown once")
    create.add_argument("name", metavar="NAME", help="给谁用，如 信息中心 / who it is for")
    create.set_defaults(run=_create)
    listing = actions.add_parser("list", help="列出 / list the keys")
    listing.set_defaults(run=_list)
    revoke = actions.add_parser("revoke", help="撤销，立即失效 / revoke a key")
    revoke.add_argument("key", metavar="ID", help="编号或名称 / id or name")
    revoke.set_defaults(run=_revoke)
    for action in (create, listing, revoke):
        add_home(action, argparse.SUPPRESS)
        add_json(action)


def _create(arguments: argparse.Namespace) -> int:
    from api.keys import Keys

    key, text = Keys(home_of(arguments)).create(arguments.name)
    if arguments.json:
        print_json({"id": key.id, "name": key.name, "key": text, "created_at": key.created_at})
        return 0
    print(text)
    if sys.stdout.isatty():
        say("请妥善保存：密钥只显示这一次，数据目录里只存它的散列值")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from api.keys import Keys

    keys = Keys(home_of(arguments)).all()
    if arguments.json:
        print_json([{"id": key.id, "name": key.name, "created_at": key.created_at} for key in keys])
        return 0
    for key in keys:
        print(f"{key.id}  {key.created_at}  {key.name}")
    if not keys:
        print("没有密钥，服务只读；policykg key create 名称 新建一个")
    return 0


def _revoke(arguments: argparse.Namespace) -> int:
    from api.keys import Keys

    key = Keys(home_of(arguments)).revoke(arguments.key)
    if arguments.json:
        print_json({"revoked": key.id, "name": key.name})
    else:
        print(f"已撤销 {key.id}（{key.name}）")
    return 0
