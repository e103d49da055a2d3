/** Authorizes outgoing HTTP producers: the route policy and the decorator that does the work at every send. */
@NullMarked
package io.github.oidctoken.camel.http;

import org.jspecify.annotations.NullMarked;
