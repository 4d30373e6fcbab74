/// What moves the items of watches to their clients.
package dev.coxswain.apiserver.watch;
