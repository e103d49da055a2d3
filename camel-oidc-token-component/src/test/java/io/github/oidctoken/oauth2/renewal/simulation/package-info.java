/** A world for nodes that renew one session: true time, machines, a server, a repository, and what goes wrong with them. */
@NullMarked
package io.github.oidctoken.oauth2.renewal.simulation;

import org.jspecify.annotations.NullMarked;
