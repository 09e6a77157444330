@NullMarked
package dev.caravan.config.receipts;

import org.jspecify.annotations.NullMarked;
