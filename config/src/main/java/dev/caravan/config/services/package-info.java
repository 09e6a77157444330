/** Which of Caravan's route groups this process runs. */
@NullMarked
package dev.caravan.config.services;

import org.jspecify.annotations.NullMarked;
