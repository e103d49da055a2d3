/** What a client may do at Keycloak's admin REST API: find and make clients, and let one exchange tokens for another. */
@NullMarked
package io.github.oidctoken.keycloak;

import org.jspecify.annotations.NullMarked;
