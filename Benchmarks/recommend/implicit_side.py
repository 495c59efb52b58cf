"""The other side of the comparison: `implicit` fits and recommends for every user, single-threaded. RUNS FILE [lenskit]

One line a method, as RecommendBenchmark prints them: name, median CPU microseconds of the fit and of recommending, a checksum.
"""
import statistics
import sys
import time
import warnings

import numpy
import scipy.sparse
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender
from threadpoolctl import threadpool_limits


def matrix(path):
    users, items = [], []
    with open(path) as lines:
        next(lines)
        for line in lines:
            user, item, *_ = line.split("\t")
            users.append(int(user) - 1)
            items.append(int(item) - 1)
    return scipy.sparse.csr_matrix((numpy.ones(len(users)), (users, items)))


def main(runs, path):
    ratings = matrix(path)
    people = numpy.arange(ratings.shape[0])
    makers = {
        "cosine": lambda: CosineRecommender(K=20, num_threads=1),
        "tfidf": lambda: TFIDFRecommender(K=50, num_threads=1),
        "bm25": lambda: BM25Recommender(K=50, num_threads=1),
    }
    for name, make in makers.items():
        fits, lists = [], []
        for _ in range(runs):
            model = make()
            start = time.process_time()
            model.fit(ratings, show_progress=False)
            middle = time.process_time()
            found, _ = model.recommend(people, ratings, N=10, filter_already_liked_items=True)
            end = time.process_time()
            fits.append(middle - start)
            lists.append(end - middle)
        print(name, round(statistics.median(fits) * 1e6), round(statistics.median(lists) * 1e6), int(found.sum()))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    with threadpool_limits(1):
        main(int(sys.argv[1]), sys.argv[2])
