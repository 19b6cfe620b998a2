/** The entry of a function's process, which knows every function by name. */
package io.pocket.cli.function.process;
