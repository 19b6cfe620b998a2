/** What memory a process may take at most, from its own configuration, and what it took. Any thread. */
package io.pocket.server.memory;
