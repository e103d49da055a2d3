-- Where JdbcTokenRepository keeps its documents, for H2.
-- expires_at is in seconds since 1970: DATEADD(SECOND, expires_at, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00') shows it as a time.
CREATE TABLE IF NOT EXISTS oidc_token_document (
    doc_key VARCHAR(2000) NOT NULL PRIMARY KEY,
    kind VARCHAR(64) NOT NULL,
    version VARCHAR(64) NOT NULL,
    expires_at NUMERIC(20, 9),
    payload CLOB NOT NULL
);
