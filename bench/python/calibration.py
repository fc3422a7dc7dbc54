"""Figures of scipy and scikit-learn that the unit tests of src/lib/algorithms/calibration hold as expected.

.cache/bench-venv/bin/python bench/python/calibration.py
"""

import json

import numpy as np
from scipy.special import gammaln
from scipy.stats import beta, binom
from sklearn.gaussian_process.kernels import RBF
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import LogisticRegression


def interval(k, n, confidence):
    d = (1 - confidence) / 2
    return [
        0.0 if k == 0 else beta.ppf(d, k, n - k + 1),
        1.0 if k == n else beta.ppf(1 - d, k + 1, n - k),
    ]


def logistic():
    x = np.array([[i % 7 / 7, i * i % 11 / 11] for i in range(40)])
    y = np.array([(3 * i % 5 + i % 7) > 4 for i in range(40)])
    model = LogisticRegression(C=1 / 0.5, tol=1e-12, max_iter=10000).fit(x, y)
    return [*model.coef_[0], model.intercept_[0]]


def ridge():
    x = np.array([[np.cos(0.4 * i), np.sin(0.4 * i)] for i in range(6)])
    y = np.eye(3)[[0, 0, 1, 1, 2, 2]]
    model = KernelRidge(alpha=0.3, kernel="precomputed")
    kernel = RBF(length_scale=np.sqrt(0.5))
    model.fit(kernel(x), y)
    q = np.array([[np.cos(0.5), np.sin(0.5)]])
    return model.predict(kernel(q, x))[0].tolist()


print(
    json.dumps(
        {
            "gammaln": [gammaln(v) for v in (0.5, 1, 10.5, 1000)],
            "binomCdf": [binom.cdf(*a) for a in ((0, 99, 0.01), (5, 770, 0.01), (30, 50, 0.5), (700, 1000, 0.69))],
            "clopperPearson": [interval(*a) for a in ((0, 10, 0.95), (3, 20, 0.95), (6, 770, 0.9), (10, 10, 0.99))],
            "logistic": logistic(),
            "kernelRidge": ridge(),
        },
        indent=1,
    )
)
