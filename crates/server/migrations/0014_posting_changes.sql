-- What happened to postings of all shops, in the order in which it happened: rows are only ever added at its end.

create index posting_history_happened on posting_history (happened_at, seller_id, posting_number, step);
