"""The third side: `lenskit` (LensKit for Python, 2025) fits item neighbours of 20 and recommends for every user.

RUNS FILE; prints `lenskit`, median CPU microseconds of the fit and of recommending ten items to everyone, and 0 for the
checksum, since its scores sum similarities in another way and its lists differ. One thread, one process.
"""
import os
import statistics
import sys
import time
import warnings

for name in ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS", "RAYON_NUM_THREADS"]:
    os.environ[name] = "1"
os.environ["LK_NUM_PROCS"] = os.environ["LK_NUM_THREADS"] = os.environ["LK_NUM_BACKEND_THREADS"] = "1"

import pandas
from lenskit.batch import recommend
from lenskit.data import from_interactions_df
from lenskit.knn import ItemKNNScorer
from lenskit.pipeline import topn_pipeline


def main(runs, path):
    ratings = pandas.read_csv(path, sep="\t", skiprows=1, usecols=[0, 1], names=["user_id", "item_id"])
    data = from_interactions_df(ratings)
    people = sorted(ratings["user_id"].unique())
    fits, lists = [], []
    for _ in range(runs):
        pipeline = topn_pipeline(ItemKNNScorer(k=20, feedback="implicit"), n=10)
        start = time.process_time()
        pipeline.train(data)
        middle = time.process_time()
        recommend(pipeline, people, n=10, n_jobs=1)
        end = time.process_time()
        fits.append(middle - start)
        lists.append(end - middle)
    print("lenskit", round(statistics.median(fits) * 1e6), round(statistics.median(lists) * 1e6), 0)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(int(sys.argv[1]), sys.argv[2])
