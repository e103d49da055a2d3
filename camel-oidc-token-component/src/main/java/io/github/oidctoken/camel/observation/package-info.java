/** What people see of the clients from outside: health checks, meters, a developer console and JMX; nothing here changes how tokens are got. */
@NullMarked
package io.github.oidctoken.camel.observation;

import org.jspecify.annotations.NullMarked;
