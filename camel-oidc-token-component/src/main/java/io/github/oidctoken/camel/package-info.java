/** The Camel adapter: component, endpoint, producer and the options users write. */
@NullMarked
package io.github.oidctoken.camel;

import org.jspecify.annotations.NullMarked;
