/** Tokens, the keys they are kept under, and the judge of when they must be renewed. */
@NullMarked
package io.github.oidctoken.oauth2.token;

import org.jspecify.annotations.NullMarked;
