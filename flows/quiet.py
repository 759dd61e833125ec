"""Nothing is told to anybody, and what is on this machine is asked for without a proxy.

Prefect, its server and its dashboard tell their makers of their use unless the environment forbids it before they are
imported; deploy/prefect.env holds the same words for those who start Prefect themselves.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

# What Prefect 3.8.8 asks for before it tells anything: its _internal.analytics, server.services.telemetry and
# settings.models.cloud, the dashboard by /api/admin/settings.
OPT_OUTS: Mapping[str, str] = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
}
_NO_PROXY = ("no_proxy", "NO_PROXY")  # both are read, by some the one and by some the other
_AS_GIVEN = "JUESUAN_NO_PROXY_AS_GIVEN"


def without_proxy() -> dict[str, str]:
    """What keeps this process, and those that it starts, from proxies: all that they ask is on this machine.

    Prefect's own server would be asked by way of the proxy that the environment names, and one of a kind (socks) that
    its client does not know ends it.
    """
    given = json.dumps({name: os.environ.get(name) for name in _NO_PROXY})
    return dict.fromkeys(_NO_PROXY, "*") | {_AS_GIVEN: os.environ.get(_AS_GIVEN, given)}


def environment_as_given() -> dict[str, str]:
    """The environment with proxies as the user set them, for processes that fetch documents."""
    given = dict(os.environ)
    for name, value in json.loads(given.pop(_AS_GIVEN, "{}")).items():
        given.pop(name, None)
        if value is not None:
            given[name] = value
    return given
