"""Kinds of arrays, each under one name: what images and measured numbers are made of."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

# Pixels of a colour image: (height, width, 3), blue, green, red, 0 to 255
Image = npt.NDArray[np.uint8]
# Pixels of a grey image or a mask: (height, width), 0 to 255
Grey = npt.NDArray[np.uint8]
# What the networks take and give, and brightness as a share
Float32s = npt.NDArray[np.float32]
# Places and slopes: sums of many of them need the width
Float64s = npt.NDArray[np.float64]
