/** How notifications leave the house: by SMTP, and posted to webhooks. */
@NullMarked
package dev.caravan.config.notifications;

import org.jspecify.annotations.NullMarked;
