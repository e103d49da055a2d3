/** Exchanges that wait for a token, in the traces of the application. */
@NullMarked
package io.github.oidctoken.camel.tracing;

import org.jspecify.annotations.NullMarked;
