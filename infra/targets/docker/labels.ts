/** Labels by which the containers of a stack are found on an engine. */
export const stackLabel = 'electricity-optimizer.stack';
export const serviceLabel = 'electricity-optimizer.service';
