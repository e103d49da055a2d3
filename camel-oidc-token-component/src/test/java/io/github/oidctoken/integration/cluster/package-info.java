/** Several nodes, each a JVM of its own, that share one session in a real PostgreSQL, and what is done to them. */
@NullMarked
package io.github.oidctoken.integration.cluster;

import org.jspecify.annotations.NullMarked;
