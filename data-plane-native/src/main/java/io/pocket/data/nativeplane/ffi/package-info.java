/**
 * What both halves of the native data plane need of the foreign function interface: loading libraries so that they see each
 * other, functions by name, and the JVM's signal handlers kept. Any thread.
 */
package io.pocket.data.nativeplane.ffi;
