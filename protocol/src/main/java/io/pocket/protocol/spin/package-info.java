/** When waiting busily for the other side pays; for clients and servers alike. */
package io.pocket.protocol.spin;
