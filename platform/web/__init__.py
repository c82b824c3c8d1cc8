"""What pages and API share: idempotency, If-Match, problem documents, paging, lists, error pages, middleware."""
