/** What every part of the engine shares: secrets, time and the failures that callers see. */
@NullMarked
package io.github.oidctoken.oauth2;

import org.jspecify.annotations.NullMarked;
