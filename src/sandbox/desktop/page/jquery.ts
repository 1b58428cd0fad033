/** In place of the jQuery that a Finesse server gives out: our gadget only has to load it, as the library wants it. */
Object.assign(window, { jQuery: () => ({}), $: () => ({}) })
