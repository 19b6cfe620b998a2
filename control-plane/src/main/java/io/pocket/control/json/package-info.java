/** JSON forms of the protocol's values, shared by the journal and the REST interface. Stateless, for any thread. */
package io.pocket.control.json;
