"""Wake-ups: one channel in Redis, one subscriber thread a process, a queue a stream.

What is sent is a name and a number ("deliberation:7 is at 12"), never content.
Losing a wake-up loses nothing: the page also asks by itself when it is silent.
"""

import json
import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, Protocol

import redis
from flask import current_app
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.retry import Retry

from yishi.database import on_commit
from yishi.settings import current
from yishi.web import fields

log = logging.getLogger(__name__)

CHANNEL = "yishi:live"
_PAUSE = 10.0  # seconds
_KEPT = 2 * 24 * 3600  # seconds a topic's number is kept after its last change

MaySee = Callable[[int, Any], bool]


class Full(Exception):
    """No place for one more stream; the page asks again from time to time instead."""


@dataclass(frozen=True)
class Change:
    """A topic, and how many changes it has seen."""

    topic: str
    seq: int


class _Listener(Protocol):
    def put(self, change: Change | None) -> None: ...


@dataclass
class Hub:
    """The streams of one process, and the thread that wakes them."""

    client: "redis.Redis"
    cap: int
    cap_each: int = 6
    closing: bool = False
    silent_until: float = 0.0
    _streams: dict[SimpleQueue[Change | None], tuple[str, str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _thread: threading.Thread | None = None

    def open(self, topic: str, who: str) -> SimpleQueue[Change | None]:
        """A place in the audience of a topic; raises Full."""
        queue: SimpleQueue[Change | None] = SimpleQueue()
        with self._lock:
            mine = Counter(person for _, person in self._streams.values())[who]
            if self.closing or len(self._streams) >= self.cap or mine >= self.cap_each:
                raise Full
            self._streams[queue] = (topic, who)
            self._listen()
        return queue

    def close(self, queue: SimpleQueue[Change | None]) -> None:
        """Gives the place back."""
        with self._lock:
            self._streams.pop(queue, None)

    def seq(self, topic: str) -> int:
        """How many changes the topic has seen; 0 if none or if Redis does not answer."""
        try:
            return int(self.client.get(f"{CHANNEL}:{topic}") or 0)
        except redis.RedisError:
            return 0

    def trouble(self) -> str:
        """Why Redis does not answer; "" if it does."""
        try:
            self.client.ping()
        except (redis.RedisError, OSError) as error:
            return str(error)
        return ""

    def publish(self, topic: str) -> None:
        """Counts a change and wakes every process; a Redis that failed is left alone a while."""
        if time.monotonic() < self.silent_until:
            return
        self.silent_until = time.monotonic() + _PAUSE
        key = f"{CHANNEL}:{topic}"
        seq = self.client.incr(key)
        self.client.expire(key, _KEPT)
        self.client.publish(CHANNEL, json.dumps([topic, seq]))
        self.silent_until = 0.0

    def say_goodbye(self) -> None:
        """Ends every stream; takes no lock, for a signal may come at any moment."""
        self.closing = True
        for queue in list(self._streams):
            queue.put(None)

    def _listen(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._hear, name="live", daemon=True)
            self._thread.start()

    def _hear(self) -> None:
        while not self.closing:
            try:
                self._hear_one_connection()
            except (redis.RedisError, OSError) as error:
                log.warning("live pages hear nothing: %s", error)
                time.sleep(1)

    def _hear_one_connection(self) -> None:
        channel: PubSub
        with self.client.pubsub(ignore_subscribe_messages=True) as channel:  # type: ignore[no-untyped-call]
            channel.subscribe(CHANNEL)
            while not self.closing:
                message = channel.get_message(timeout=1.0)
                if message:
                    self._tell(Change(*json.loads(message["data"])))

    def _tell(self, change: Change) -> None:
        with self._lock:
            wake = [queue for queue, (topic, _) in self._streams.items() if topic == change.topic]
        for queue in wake:
            queue.put(change)


def hub() -> Hub:
    """The hub of this process."""
    hubs = current_app.extensions
    if "yishi_live" not in hubs:
        hubs["yishi_live"] = Hub(client_of(current().redis_url), cap=_cap())
    found: Hub = hubs["yishi_live"]
    return found


def changed(topic: str) -> None:
    """Says, after the commit, that a topic changed: "deliberation:7". Never raises."""
    here = hub()

    def publish() -> None:
        try:
            here.publish(topic)
        except redis.RedisError as error:
            log.warning("nobody was woken for %s: %s", topic, error)

    on_commit(publish, key=f"live:{topic}")


def register(region: str, may_see: MaySee) -> None:
    """A room says who may listen to its topics `<region>:<id>`: `may_see(id, actor)`."""
    _regions[region] = may_see


def may_see(topic: str, actor: Any) -> bool:
    """Whether a person may listen; nobody may to what no room registered."""
    region, _, number = topic.partition(":")
    rule = _regions.get(region)
    id_ = fields.number(number)
    return rule is not None and id_ is not None and rule(id_, actor)


_regions: dict[str, MaySee] = {}


def client_of(url: str) -> "redis.Redis":
    """A client that gives up after a second and never tries twice."""
    return redis.Redis.from_url(
        url, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 0)
    )


def _cap() -> int:
    """Streams may never take the last threads from the pages."""
    return max(8, int(os.environ.get("YISHI_THREADS") or 700) - 64)
