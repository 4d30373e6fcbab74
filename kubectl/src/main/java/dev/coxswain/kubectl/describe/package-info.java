/// Objects told at length, with what belongs to them. Pure: what is needed has been fetched before.
package dev.coxswain.kubectl.describe;
