//! The attribute list: cards as they are kept, with sizes, pictures and documents.

use std::collections::HashMap;

use gostiny_wire::{
    product::{
        ProductAttribute, ProductAttributeV4, ProductAttributeValue, ProductComplexAttribute,
        ProductComplexAttributeV4, ProductComplexMember, ProductComplexValue, ProductImage, ProductImage360,
        ProductImportAttribute, ProductImportComplexAttribute, ProductImportPdf, ProductInfoAttributesV4Request,
        ProductInfoAttributesV4Response, ProductPdf, ProductPdfV4, ProductWithAttributes, ProductWithAttributesV4,
        ProductsInfoAttributesV3Request, ProductsInfoAttributesV3Response,
    },
    scalar::{Digits, ProductId},
};

use super::{
    Product,
    info::main_picture,
    info_list::model,
    order::{SortBy, sorted},
    page::Filter,
    picture,
    row::categories_of,
};
use crate::{areas::category, args, call::Call, check, error::Result, store::Arg};

const REQUEST: &str = "ProductsInfoAttributesV3Request";

/// A page of cards in the order asked for.
pub async fn v3(call: &mut Call, req: &ProductsInfoAttributesV3Request) -> Result<ProductsInfoAttributesV3Response> {
    let filter = check::required(REQUEST, "Filter", req.filter.as_ref())?;
    check::limit(REQUEST, req.limit, 1000)?;
    let order = (SortBy::parse(&req.sort_by)?, req.sort_dir);
    let mut page = sorted(call, &Filter::from(filter), order, &req.last_id, req.limit).await?;
    page.products.iter_mut().for_each(|product| picture::show(call, product));
    let mut cards = cards(call, &page.products).await?;
    let shown = |product: Product| {
        let card = cards.remove(&product.product_id).unwrap_or_default();
        with_attributes(product, card)
    };
    Ok(ProductsInfoAttributesV3Response {
        result: page.products.into_iter().map(shown).collect(),
        last_id: page.last_id,
        total: i32::try_from(page.total).unwrap_or(i32::MAX),
    })
}

/// The same as it is told today: by today's tree, with SKU and all barcodes.
pub async fn v4(call: &mut Call, req: &ProductInfoAttributesV4Request) -> Result<ProductInfoAttributesV4Response> {
    let request = "ProductInfoAttributesV4Request";
    let asked = check::required(request, "Filter", req.filter.as_ref())?;
    let limit = i64::from(req.limit);
    check::limit(request, limit, 1000)?;
    let filter = Filter::new(&asked.offer_id, &asked.product_id, &asked.sku, asked.visibility);
    let order = (SortBy::parse(&req.sort_by)?, req.sort_dir);
    let mut page = sorted(call, &filter, order, &req.last_id, limit).await?;
    page.products.iter_mut().for_each(|product| picture::show(call, product));
    let mut cards = cards(call, &page.products).await?;
    let categories = category::find_all(call, &categories_of(&page.products)).await?;
    let shown = |product: Product| {
        let card = cards.remove(&product.product_id).unwrap_or_default();
        let described = categories.get(&product.category_id).map(category::Category::description);
        with_attributes_v4(product, card, described.unwrap_or_default())
    };
    Ok(ProductInfoAttributesV4Response {
        result: page.products.into_iter().map(shown).collect(),
        last_id: page.last_id,
        total: Digits(page.total),
    })
}

/// What the card adds to the product, as it was imported.
#[derive(Default)]
struct Card {
    attributes: Vec<ProductImportAttribute>,
    complex_attributes: Vec<ProductImportComplexAttribute>,
    pdf_list: Vec<ProductImportPdf>,
}

async fn cards(call: &mut Call, products: &[Product]) -> Result<HashMap<ProductId, Card>> {
    let list: Vec<Arg> = products.iter().map(|product| product.product_id.into()).collect();
    let read = |row: &crate::store::Row<'_>| {
        let id: ProductId = row.next()?;
        let (attributes, complex_attributes) = (row.next_json()?, row.next_json()?);
        Ok((id, Card { attributes, complex_attributes, pdf_list: row.next_json()? }))
    };
    Ok(call.tx.rows_in(CARDS, args![call.seller], &list, read).await?.into_iter().collect())
}

const CARDS: &str = "select product_id, attributes, complex_attributes, pdf_list from product_card \
    where seller_id = $1 and product_id {in}";

fn with_attributes(product: Product, card: Card) -> ProductWithAttributes {
    let size = |length: i64| i32::try_from(length).unwrap_or(i32::MAX);
    ProductWithAttributes {
        attributes: card.attributes.into_iter().map(alone).collect(),
        barcode: product.barcodes.first().cloned().unwrap_or_default(),
        category_id: product.category_id,
        complex_attributes: card.complex_attributes.into_iter().map(group).collect(),
        depth: size(product.depth),
        height: size(product.height),
        id: product.product_id,
        image_group_id: String::new(),
        images: images(&product),
        images360: (0..)
            .zip(product.images360)
            .map(|(index, file_name)| ProductImage360 { file_name, index })
            .collect(),
        color_image: product.color_image,
        dimension_unit: product.dimension_unit,
        name: product.name,
        offer_id: product.offer_id,
        pdf_list: card.pdf_list.into_iter().map(pdf).collect(),
        weight: size(product.weight),
        weight_unit: product.weight_unit,
        width: size(product.width),
        last_id: String::new(),
    }
}

fn with_attributes_v4(
    product: Product,
    card: Card,
    (description_category_id, type_id): category::Described,
) -> ProductWithAttributesV4 {
    let primary_image = main_picture(&product).unwrap_or_default();
    let members = card.complex_attributes.into_iter().flat_map(|group| group.attributes);
    ProductWithAttributesV4 {
        attributes: card.attributes.into_iter().map(alone_v4).collect(),
        attributes_with_defaults: Vec::new(),
        barcode: product.barcodes.first().cloned().unwrap_or_default(),
        complex_attributes: members.map(member_v4).collect(),
        description_category_id,
        images: product.images.iter().filter(|&image| *image != primary_image).cloned().collect(),
        model_info: model(&product),
        pdf_list: card
            .pdf_list
            .into_iter()
            .map(|pdf| ProductPdfV4 { file_name: pdf.src_url, name: pdf.name })
            .collect(),
        primary_image,
        sku: Digits(product.sku.0),
        type_id,
        barcodes: product.barcodes,
        color_image: product.color_image,
        depth: product.depth,
        dimension_unit: product.dimension_unit,
        height: product.height,
        id: product.product_id,
        name: product.name,
        offer_id: product.offer_id,
        weight: product.weight,
        weight_unit: product.weight_unit,
        width: product.width,
    }
}

fn alone_v4(attribute: ProductImportAttribute) -> ProductAttributeV4 {
    let ProductAttribute { attribute_id, complex_id, values } = alone(attribute);
    ProductAttributeV4 { id: attribute_id, complex_id, values }
}

fn member_v4(attribute: ProductImportAttribute) -> ProductComplexAttributeV4 {
    let ProductComplexMember { attribute_id, complex_id, values } = member(attribute);
    ProductComplexAttributeV4 { id: attribute_id, complex_id, values }
}

/// The main picture stands first; when none was named apart it is the first of the list.
fn images(product: &Product) -> Vec<ProductImage> {
    let named = Some(&product.primary_image).filter(|named| !named.is_empty());
    let rest = product.images.iter().filter(|&image| Some(image) != named);
    let image =
        |(index, file_name): (i64, &String)| ProductImage { default: index == 0, file_name: file_name.clone(), index };
    (0..).zip(named.into_iter().chain(rest)).map(image).collect()
}

fn alone(attribute: ProductImportAttribute) -> ProductAttribute {
    let value = |value: gostiny_wire::product::ProductImportValue| ProductAttributeValue {
        dictionary_value_id: value.dictionary_value_id,
        value: value.value,
    };
    ProductAttribute {
        attribute_id: attribute.id,
        complex_id: attribute.complex_id,
        values: attribute.values.into_iter().map(value).collect(),
    }
}

fn member(member: ProductImportAttribute) -> ProductComplexMember {
    let value = |value: gostiny_wire::product::ProductImportValue| ProductComplexValue {
        dictionary_value_id: value.dictionary_value_id,
        value: value.value,
    };
    ProductComplexMember {
        attribute_id: member.id,
        complex_id: member.complex_id,
        values: member.values.into_iter().map(value).collect(),
    }
}

fn group(group: ProductImportComplexAttribute) -> ProductComplexAttribute {
    ProductComplexAttribute { attributes: group.attributes.into_iter().map(member).collect() }
}

fn pdf(pdf: ProductImportPdf) -> ProductPdf {
    ProductPdf { file_name: pdf.src_url, index: pdf.index, name: pdf.name }
}

#[cfg(test)]
mod tests {
    use super::{super::facet::tests::product, *};

    #[test]
    fn the_main_picture_stands_first_and_once() {
        let urls = ["https://example.test/1.jpg", "https://example.test/2.jpg"].map(str::to_owned);
        let named = Product { images: urls.to_vec(), primary_image: urls[1].clone(), ..product() };
        let shown: Vec<_> = images(&named).into_iter().map(|image| (image.file_name, image.default)).collect();
        assert_eq!(shown, [(urls[1].clone(), true), (urls[0].clone(), false)]);
        let unnamed = Product { images: urls.to_vec(), ..product() };
        assert_eq!(
            images(&unnamed).first().map(|image| (image.index, image.file_name.clone())),
            Some((0, urls[0].clone()))
        );
        assert!(images(&Product { images: Vec::new(), ..product() }).is_empty());
    }
}
