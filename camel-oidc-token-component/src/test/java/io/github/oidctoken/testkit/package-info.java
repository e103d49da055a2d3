/**
 * Servers for tests that run inside the JVM: a strict authorization server, an API that wants its tokens, and a host that
 * records what it was sent.
 */
@NullMarked
package io.github.oidctoken.testkit;

import org.jspecify.annotations.NullMarked;
