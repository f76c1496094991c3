"""Seeded chance. Only even draws and the four operations, so every machine gets the same bytes from the same seed."""

from __future__ import annotations

import zlib

import numpy as np


class Dice:
    """Chance of one room: rooms draw from their own streams, so a change in one base leaves the others as they were."""

    def __init__(self, seed: int, room: str):
        stream = np.random.SeedSequence([seed, zlib.crc32(room.encode())])
        self._generator = np.random.Generator(np.random.PCG64(stream))

    def even(self, size: int | tuple[int, ...]) -> np.ndarray:
        return self._generator.random(size)

    def between(self, lowest: object, highest: object, size: int) -> np.ndarray:
        """Bounds (numbers, or one for each draw) → `size` real numbers."""
        lowest = np.asarray(lowest)
        return lowest + (np.asarray(highest) - lowest) * self.even(size)

    def whole(self, lowest: object, highest: object, size: int) -> np.ndarray:
        """Bounds, both inclusive → `size` whole numbers."""
        return np.floor(self.between(lowest, np.asarray(highest) + 1, size)).astype(np.int64)

    def happens(self, chance: object, size: int) -> np.ndarray:
        return self.even(size) < chance

    def weighted(self, weights: object, size: int) -> np.ndarray:
        """Weights (one row for all, or a row a draw) → index of the chosen weight."""
        edges = np.cumsum(np.atleast_2d(weights), axis=1)
        drawn = self.even(size) * edges[:, -1]
        return (edges <= drawn[:, None]).sum(axis=1)

    def shuffled(self, things: np.ndarray) -> np.ndarray:
        return things[np.argsort(self.even(len(things)), kind="stable")]

    def some(self, things: np.ndarray, size: int) -> np.ndarray:
        """`size` different things, in the order they stood."""
        return np.sort(self.shuffled(things)[:size])
