-- People in groups of fewer than five.
SELECT count(*), sum(size), sum(size = 1)
FROM (SELECT count(*) AS size FROM profiles GROUP BY postal_code, birth_year, gender HAVING size < 5);
