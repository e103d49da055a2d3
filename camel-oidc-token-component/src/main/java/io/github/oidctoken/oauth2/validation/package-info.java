/** Judges tokens that others present: asks the authorization server, or reads what it has signed. */
@NullMarked
package io.github.oidctoken.oauth2.validation;

import org.jspecify.annotations.NullMarked;
