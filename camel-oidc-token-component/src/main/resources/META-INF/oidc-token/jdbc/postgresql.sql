-- Where JdbcTokenRepository keeps its documents, for PostgreSQL.
-- The collation "C" makes a search by prefix use the primary key.
-- expires_at is in seconds since 1970: to_timestamp(expires_at) shows it as a time.
CREATE TABLE IF NOT EXISTS oidc_token_document (
    doc_key VARCHAR(2000) COLLATE "C" NOT NULL PRIMARY KEY,
    kind VARCHAR(64) NOT NULL,
    version VARCHAR(64) NOT NULL,
    expires_at NUMERIC(20, 9),
    payload TEXT NOT NULL
);
