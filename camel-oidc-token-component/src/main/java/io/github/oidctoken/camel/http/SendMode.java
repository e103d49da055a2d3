package io.github.oidctoken.camel.http;

/** How a producer uses the thread that calls it. */
enum SendMode {
    /** It blocks the thread for the whole call, so the thread may wait for a token as well. */
    BLOCKING,
    /** It may be called on an event loop, which must never wait. */
    ASYNCHRONOUS
}
