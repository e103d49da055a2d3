package io.github.oidctoken.oauth2.repository;

/** What one file holds: a document and the key it is stored under. */
record DocumentFileContent(String key, TokenDocument document) {}
