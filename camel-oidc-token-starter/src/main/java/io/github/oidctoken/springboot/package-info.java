/** Spring Boot auto-configuration of the oidc-token component. */
@NullMarked
package io.github.oidctoken.springboot;

import org.jspecify.annotations.NullMarked;
