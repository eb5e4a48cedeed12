"""The acts on handovers, in the order in which they happen."""

from housing.handovers.beginning import begin, call_off
from housing.handovers.closing import close
from housing.handovers.inspecting import inspect
from housing.handovers.objecting import answer, object_to
from housing.handovers.settling import settle

__all__ = ["answer", "begin", "call_off", "close", "inspect", "object_to", "settle"]
