/** An application that people sign in to with fabric. */
@NullMarked
package io.github.oidctoken.examples.fabric;

import org.jspecify.annotations.NullMarked;
