/** What a process answers to those who watch over it: whether it lives, and whether it is ready. Any thread. */
package io.pocket.server.health;
