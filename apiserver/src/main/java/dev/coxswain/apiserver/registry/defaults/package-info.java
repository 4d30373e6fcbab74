/// What fields become when they are left out.
package dev.coxswain.apiserver.registry.defaults;
