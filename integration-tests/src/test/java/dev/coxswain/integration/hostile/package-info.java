/// Everything that may arrive at the API server's port from somebody careless or worse, made up
/// from a seed.
package dev.coxswain.integration.hostile;
