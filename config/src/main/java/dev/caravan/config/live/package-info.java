/** How clients of this process hear what becomes true: by WebSocket, and as a stream of server-sent events. */
@NullMarked
package dev.caravan.config.live;

import org.jspecify.annotations.NullMarked;
