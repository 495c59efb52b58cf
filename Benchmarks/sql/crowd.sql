-- People in groups of fewer than five.
SELECT count(*), sum(size), sum(CASE WHEN size = 1 THEN 1 ELSE 0 END)
FROM (SELECT count(*) AS size FROM profiles GROUP BY postal_code, birth_year, gender HAVING count(*) < 5) AS small;
